/** 둘러보기, 한국어. */
import type { TourStrings } from "./text.js";

export const tour = {
  tour: "둘러보기",
  previous: "이전",
  nextScene: "다음: {title}",
  leave: "둘러보기 마치기",
  progress: "{all}장면 중 {n}",
  saw: "방금 본 것.",
  runFirst: "학습을 누르면 결과가 여기에 나옵니다.",
  claim: "명제 {claims}",
  experiment: "측정한 실험: {experiment}",

  "squashing.title": "짓누르기",
  "squashing.text":
    "시그모이드는 어떤 수든 0과 1 사이로 짓누릅니다. 되돌아오는 오차에는 이 곡선의 기울기가 곱해집니다. 점을 바깥으로 끌며 기울기를 보세요.",
  "every-layer.title": "층마다 제 몫을 떼어 간다",
  "every-layer.text":
    "오차는 층마다 기울기 하나와 행렬 하나를 지납니다. 깊이를 바꾸며 1층에 얼마나 남는지 보세요. 점선은 학습 전에 그려 둔 이론값입니다.",
  "growing.title": "반대로 커질 때",
  "growing.text":
    "ReLU는 오차를 줄이지 않고 넘기므로 가중치가 결과를 정합니다. 가중치가 너무 크면 오차는 층마다 커집니다. 학습시켜 어떻게 끝나는지 보세요.",
  "histograms.title": "움직이는 히스토그램",
  "histograms.text":
    "능선 하나가 한 층의 오차입니다. 예전 초기화에서는 입력 쪽으로 갈수록 능선이 좁아지고, Glorot의 분산에서는 거의 좁아지지 않습니다. A가 앞의 것, B가 뒤의 것입니다.",
  "initialisation.title": "두 배의 분산",
  "initialisation.text":
    "ReLU 층은 절반이 꺼져 있어 신호의 분산도 절반을 잃습니다. Glorot의 가중치는 이를 메우지 못하고, 분산이 두 배인 He의 가중치는 메웁니다. 다른 점은 없습니다.",
  "dying.title": "모든 입력에 꺼진 유닛",
  "dying.text":
    "모든 입력에 꺼져 있는 유닛은 아무것도 넘기지 않고 다시는 바뀌지 않습니다. 좁고 깊은 신경망에서는 한 층 전체가 태어날 때부터 꺼져 있기 쉽습니다. 층을 넓히면 드물어집니다.",
  "clipping.title": "보폭 자르기",
  "clipping.text":
    "앞서 폭발한 신경망과 그 쌍둥이입니다. 쌍둥이에서는 길이가 1을 넘는 그래디언트를 길이 1로 자릅니다. 방향은 그대로입니다.",
  "only-the-sign.title": "부호만으로",
  "only-the-sign.text":
    "깊은 시그모이드 신경망에서 그래디언트의 크기는 사라지지만 방향은 남습니다. 쌍둥이는 가중치마다 그래디언트의 부호만 보고 같은 보폭으로 움직입니다.",
  "far-back.title": "먼 과거로",
  "far-back.text":
    "순환 신경망은 시퀀스 길이만큼 깊고, 시점마다 같은 행렬을 씁니다. 그래디언트는 ρ의 거듭제곱을 따릅니다. ρ를 1 너머로 끌어 보세요.",
  "norms.title": "살리는 정규화, 살리지 못하는 정규화",
  "norms.text":
    "시그모이드 서른 층. 배치 정규화는 모든 입력에 공통인 것을 덜어 내고, 층 정규화는 모든 유닛에 공통인 것을 덜어 냅니다. 문제는 뒤쪽에 있지 않습니다.",

  sawSlope:
    "{x}에서 기울기는 {slope}로, 가운데의 {times}분의 1입니다. 어디서도 {steepest}을 넘지 않으므로 기울기 열 개를 지나면 기껏해야 {left}이 남습니다.",
  sawMiddle:
    "{x}에서 기울기는 {slope}로 가장 가파른 {steepest}에 가깝습니다. 그래도 기울기 열 개를 지나면 기껏해야 {left}이 남습니다.",
  sawShare: "{depth}층을 지나 1층에 닿는 오차: {share}. 이론값: 층마다 ×\u00a0{factor}.",
  sawGrowth: "분산이 {variance}/n이면 1층의 오차는 출력의 {times}배입니다.",
  sawWidths: "학습 전 1층 δ의 폭을 마지막 은닉층과 견주면 A는 {a}, B는 {b}입니다.",
  sawBoth: "학습 전 1층에 닿는 오차: A {a}, B {b}.",
  sawDead: "A에서 1층의 오차는 학습 전에도 뒤에도 정확히 {zero}입니다. B에서는 {leaky}이 통과합니다.",
  sawAlive: "1층에 닿는 오차: A {share}, B {leaky}.",
  sawClipped: "B에서는 스텝의 {cut}를 잘랐습니다.",
  sawSize: "처음에 1층에 닿는 오차는 양쪽 모두 {share}입니다.",
  sawLag: "{steps}시점 전에는 그래디언트의 {left}이 남습니다. {radius}의 {steps}제곱은 {theory}입니다.",
  sawLagCell: "{steps}시점 전에는 그래디언트의 {left}이 남습니다.",
  aBroke: "A는 {step}번째 스텝에서 끝납니다. {layer}층에서부터 유한한 수가 아닙니다.",
  bBroke: "B는 {step}번째 스텝에서 끝납니다. {layer}층에서부터 유한한 수가 아닙니다.",
  aGuesses: "A는 찍기만 합니다. {step}스텝 뒤 손실이 {loss}이고, 찍었을 때는 {guess}입니다.",
  bGuesses: "B는 찍기만 합니다. {step}스텝 뒤 손실이 {loss}이고, 찍었을 때는 {guess}입니다.",
  aRight: "A는 배웁니다. {step}스텝 뒤 점의 {right}를 맞히고 손실은 {loss}입니다.",
  bRight: "B는 배웁니다. {step}스텝 뒤 점의 {right}를 맞히고 손실은 {loss}입니다.",
} as const satisfies TourStrings;
