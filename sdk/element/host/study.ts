/** The worker with the doctor inside: loaded and opened by the first question. */
import type { StudyPort } from "../doctor/study.js";
import type { FromStudy, ToStudy } from "../worker/studyProtocol.js";
import { Connection } from "./lines.js";

export function openStudyPort(): StudyPort {
  let connection: Connection | null = null;
  let closed = false;
  const waiting: ToStudy[] = [];
  const port: StudyPort = {
    onmessage: null,
    onerror: null,
    post: (message) => {
      if (connection) connection.send(message);
      else waiting.push(message);
    },
    close: () => {
      closed = true;
      connection?.end();
    },
  };
  import("../../../build/generated/study.js").then(
    ({ studyMain }) => {
      if (closed) return;
      connection = new Connection(studyMain, "study.js", (message) => port.onmessage?.(message as FromStudy));
      for (const message of waiting.splice(0)) connection.send(message);
    },
    (error: unknown) => port.onerror?.(error instanceof Error ? error.message : String(error)),
  );
  return port;
}
