/** 예제의 이름과 설명, 한국어. */
import type { PresetStrings } from "./text.js";

/** Title and sentence of each preset of the lectures. */
const lectures = {
  "deep-sigmoid": [
    "깊은 시그모이드 신경망",
    "시그모이드 열 층을 지나면 1층에는 오차가 거의 닿지 않아 지도가 회색으로 남습니다. 직교 행렬로 초기화한 tanh 열 층은 같은 시드에서 학습합니다.",
  ],
  "scalar-chain": [
    "유닛 하나씩의 사슬",
    "층마다 유닛 하나: 그래디언트는 미분값 열 개와 가중치 열 개의 곱입니다. 시그모이드로는 아무것도 통과하지 못하고, tanh로는 배울 만큼 통과합니다.",
  ],
  "activation-gallery": [
    "활성화 함수 모음",
    "시그모이드의 미분값은 ¼을 넘지 못하고, 켜져 있는 ReLU의 미분값은 1입니다. 세 층만 되어도 차이가 납니다.",
  ],
  "float-underflow": [
    "float에 담기엔 너무 작은 수",
    "시그모이드 쉰 층 뒤에서 1층의 그래디언트는 float32로 정확히 0입니다. 크기를 맞춘 스킵 연결은 같은 깊이에서도 그래디언트를 유지합니다.",
  ],
  saturation: [
    "포화된 유닛",
    "스무 배 큰 가중치는 거의 모든 tanh를 벽에 밀어붙입니다. Glorot의 분산은 모든 유닛에 그래디언트를 남깁니다.",
  ],
  "relu-born-dead": [
    "태어날 때부터 죽은 유닛",
    "네 유닛짜리 ReLU 마흔 층: 그중 한 층이 모든 입력에 꺼져 있어 오차가 거기서 정확히 0이 됩니다. leaky 유닛은 조금 통과시키지만 배우기에는 모자랍니다.",
  ],
  "jacobian-spectrum": [
    "야코비 행렬의 스펙트럼",
    "U(±1/√n) 가중치는 모든 방향을 줄입니다. 직교 가중치는 열다섯 층을 지나도 오차의 크기를 지킵니다.",
  ],
  "deep-linear": [
    "깊은 선형 신경망",
    "활성화 함수가 전혀 없어도 가중치가 1.5배 크면 오차가 층마다 1.5배로 커져 학습이 NaN으로 끝납니다. 직교 가중치는 오차를 그대로 지킵니다.",
  ],
  "gradient-histograms": [
    "움직이는 히스토그램",
    "tanh 스무 층: U(±1/√n)에서는 δ의 히스토그램이 층마다 좁아지고, Glorot의 분산에서는 거의 좁아지지 않아 학습이 됩니다.",
  ],
  "relu-glorot-30": [
    "두 배의 분산",
    "ReLU 서른 층: Glorot의 분산으로는 찍기만 하고, 그 두 배인 He의 분산으로는 학습합니다.",
  ],
  "edge-of-chaos": [
    "혼돈의 가장자리",
    "tanh는 신호를 가두지만, 혼돈의 가장자리를 넘으면 그래디언트가 내려오면서 천 배 넘게 커집니다. 가장자리에서는 학습이 됩니다.",
  ],
  "finite-width": [
    "좁은 층과 넓은 층",
    "똑같은 ReLU 서른 층: 유닛 여덟 개로는 우연히 오차를 잃고, 예순네 개로는 이론값 가까이 유지됩니다.",
  ],
  "shattered-gradients": [
    "조각난 그래디언트",
    "ReLU 쉰 층은 그래디언트의 크기는 지키지만 그 뜻은 지키지 못합니다. 크기를 맞춘 스킵 연결이 있으면 200스텝 안에 학습합니다.",
  ],
  "skips-of-gain-one": [
    "이득이 1인 스킵",
    "모두 더하는 스킵은 블록마다 분산을 두 배로 키워 신경망이 깨집니다. 이득이 1/√층수인 스킵은 학습됩니다.",
  ],
  "sigmoid-with-skips": [
    "스킵이 살린 시그모이드",
    "똑같은 시그모이드 열 층에 크기를 맞춘 스킵을 더하면 오차의 10분의 1이 1층에 닿아 학습이 됩니다.",
  ],
  "batch-norm-sigmoid-30": [
    "배치 정규화와 층 정규화",
    "시그모이드 서른 층: 배치 정규화를 쓰면 학습하고, 층 정규화를 쓰면 찍기만 합니다.",
  ],
  "norm-cures-explosion": [
    "폭발을 막는 정규화",
    "열 스텝 안에 ReLU 신경망을 폭발시키는 가중치도 층 정규화 뒤에서는 해가 없습니다.",
  ],
  "credit-assignment": [
    "누구의 공인가",
    "세 층, 300스텝: 시그모이드는 직선 하나에 머물고 ReLU는 두 달을 찾아냈습니다.",
  ],
  "exploding-relu": [
    "폭발하는 그래디언트",
    "분산 9/n인 가중치는 열 스텝 안에 NaN으로 끝납니다. 노름 1로 자르면 같은 신경망이 학습합니다.",
  ],
  "only-the-sign": [
    "부호만으로",
    "깊은 시그모이드 신경망에서 그래디언트의 크기는 사라져도 방향은 남습니다. 부호만 따라가도 학습이 됩니다.",
  ],
  "time-is-depth": [
    "시간은 곧 깊이",
    "순환 신경망은 시퀀스 길이만큼 깊습니다. W_h가 직교 행렬의 ρ배이면 k스텝 전의 그래디언트는 ρᵏ배로 줄어 있습니다.",
  ],
  gates: [
    "간직하는 게이트",
    "ρ = ½이면 쉰 시점 전의 그래디언트는 단순 셀에서 사라집니다. LSTM의 망각 게이트가 간직하는 몫은 그보다 수십억 배 큽니다.",
  ],
} as const;

/** What each net of the zoo is. Their names are their titles. */
const zoo = {
  "by-heart": "잡음 섞인 일흔두 행에 가중치 4,400개: 행을 통째로 외웁니다.",
  "constant-target": "모든 목푯값이 3입니다.",
  "decay-of-one": "가중치 감쇠 1이 모든 가중치를 0으로 끌어당깁니다.",
  "deep-sigmoid-fast": "같은 신경망에 스무 배의 학습률: 보폭을 키워도 없는 그래디언트가 생기지는 않습니다.",
  "deep-sigmoid": "교과서의 신경망: 기울기가 ¼을 넘지 못하는 시그모이드 열 층은 첫 층에 아무것도 남기지 않습니다.",
  "healthy-linear": "선형 회귀.",
  "healthy-regression": "Adam을 쓴 회귀.",
  "healthy-relu-he-16": "He의 분산으로 초기화한 ReLU 열여섯 층.",
  "healthy-rnn-copy": "직교 행렬로 초기화한 tanh 순환 신경망이 열 스텝 전의 기호를 베껴 씁니다.",
  "healthy-sigmoid-shallow": "시그모이드 한 층: 열 층의 병이 한 층에는 없습니다.",
  "healthy-skips-24": "이득 1/√층수인 스킵을 둔 ReLU 스물네 층.",
  "healthy-spirals": "Adam으로 배우는 두 나선.",
  "healthy-tanh-orthogonal-20": "직교 행렬로 초기화한 tanh 스무 층: 깊다고 꼭 실패하지는 않습니다.",
  "healthy-tanh": "tanh, Glorot, 알맞은 학습률.",
  "identity-skips-24": "이득이 1인 스킵은 쌓입니다: ReLU 잔차 신경망의 분산이 블록마다 두 배가 됩니다.",
  "inputs-far-away": "100 근처의 입력: 화씨 온도나 연도가 이렇습니다.",
  "inputs-thousand": "한 입력이 다른 입력의 천 배입니다.",
  "linear-growing": "가중치가 직교 행렬의 1.5배인 깊은 선형 신경망.",
  "no-hidden-layer": "은닉층이 없습니다: 나선은 직선 하나로 나뉘지 않습니다.",
  prices: "300,000 근처의 목푯값: Adam은 학습률만 한 보폭으로 걸어갑니다.",
  "rare-class": "한쪽이 거의 사라진 두 달: 목푯값의 97 %가 한 클래스입니다.",
  "rate-huge-linear": "학습률이 2/λ를 넘는 선형 회귀: 스텝마다 앞선 것보다 더 멀리 지나칩니다.",
  "rate-huge": "건강한 tanh 신경망을 학습률이 이리저리 내던집니다.",
  "rate-tiny-adam": "가중치가 움직이지 않을 만큼 작은 학습률의 Adam.",
  "rate-tiny": "학습률 1e-4인 건강한 신경망.",
  "relu-glorot-30":
    "He의 예: Glorot의 분산은 층마다 ReLU 신호를 반으로 줄이는데, 가중치의 그래디언트에는 드러나지 않습니다.",
  "relu-killed": "학습률이 ReLU 유닛을 어떤 샘플도 닿지 못할 만큼 멀리 던집니다.",
  "relu-narrow-40": "폭이 세 유닛인 ReLU 신경망은 죽은 채 태어나기 쉽습니다: 어느 층은 아무것도 통과시키지 않습니다.",
  "relu-normal-9": "분산 9/n인 가중치: ReLU 신호가 층마다 두 배가 됩니다.",
  "relu-output-dead": "출력 유닛이 어떤 행에도 켜지지 않는 ReLU입니다: 목푯값은 모두 양수인데 하나도 닿지 못합니다.",
  "rnn-relu-exploding": "상태가 스텝마다 1.8배로 커지는 ReLU 순환 신경망.",
  "rnn-shrinking": "W_h가 직교 행렬의 절반입니다: 그래디언트가 스텝마다 반으로 줄어듭니다.",
  "rnn-sigmoid-lag": "시그모이드 순환 신경망은 30스텝 전의 것을 잊습니다.",
  "rnn-tanh-chaotic": "W_h가 가우스 행렬의 2.4배인 tanh: 상태는 갇혀 있어도 그래디언트는 그렇지 않습니다.",
  "sigmoid-for-numbers": "목푯값은 −3에서 3까지인데 출력이 시그모이드입니다.",
  "sigmoid-regression": "회귀를 맡은 시그모이드 여덟 층.",
  "slow-spirals": "두 나선을 배우던 건강한 신경망을 한참 일찍 멈췄습니다.",
  "softmax-behind-sigmoid": "출력이 시그모이드를 거친 뒤 손실이 소프트맥스를 또 씌웁니다.",
  "softsign-chaotic": "가중치가 큰 softsign: 앞으로는 고르고 뒤로는 폭발합니다.",
  "tanh-chaotic": "tanh가 신호를 가두는 동안 χ₁ = 1.9가 내려오는 그래디언트를 폭발시킵니다.",
  "tanh-saturated": "열 배 큰 가중치가 모든 tanh를 벽에 밀어붙입니다.",
  "tanh-standard-20": "U(±1/√n)은 층마다 tanh 신호 분산의 3분의 2를 덜어 냅니다.",
  "tiny-normal": "다섯 층의 가중치 표준편차가 .01: 신호가 닿기 전에 사라집니다.",
  "zeros-relu": "ReLU에 가중치가 모두 0: 어떤 유닛도 깨어나지 않습니다.",
  zeros: "가중치가 모두 0: 똑같은 유닛은 끝까지 똑같습니다.",
} as const;

export const presets = { lectures, zoo } as const satisfies PresetStrings;
