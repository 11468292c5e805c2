/** 페이지에 놓은 학습 기록에 대한 말, 한국어. */
import type { TraceStrings } from "./text.js";

export const trace: TraceStrings = {
  title: "이 학습은 무엇이 문제인가? {name}",
  reading: "읽는 중: {size}MB 중 {share}",
  course: "{layers}개 층의 기록 {records}개({source}), {first}~{last}단계, 손실 {start} → {end}.",
  floor:
    "입력을 무시하는 어떤 답보다 낫고 신호에도 이상이 없습니다. 더 배울 수 있는지는 시험해 보아야만 알 수 있습니다.",
  unexplained: "학습이 되지 않는데, 이 기록에는 원인이 보이지 않습니다.",
  suspicion: "시험으로 확인된 것은 아닙니다. 기록은 다시 실행할 수 없습니다.",
  broken: "NaN이나 무한대가 처음 나온 기록은 {step}단계, {layer}층({name})입니다.",
  figures: "그림",
  unseen: "이 기록으로는 볼 수 없는 것",
  wants: "필요한 것:",
  unread: "어느 층인지 알 수 없어 읽지 않은 태그: {tags}.",
  refused: "{name}은(는) 읽을 수 있는 기록이 아닙니다: {message}",
  below: "{name}은(는) 학습 기록입니다. 그 내용은 신경망 아래에 있습니다.",
};
