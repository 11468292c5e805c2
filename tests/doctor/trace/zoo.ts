/** Trainings of the zoo as traces. */
import { type TraceLine, traceLines, type ZooNet, zooPatient } from "gradiometer/doctor";
import type { Gradiometer, Mlp, Rnn, Rows, Trainer } from "gradiometer";

const RECORDS = 32;

/** Trains a net of the zoo and gives its trace. */
export async function traced(lab: Gradiometer, net: ZooNet): Promise<readonly TraceLine[]> {
  const { config, training, data } = zooPatient(lab, net);
  const { epochs, batch, ...rest } = training;
  const every = Math.max(1, Math.ceil(epochs / RECORDS));
  const follow = async (network: Mlp | Rnn): Promise<readonly TraceLine[]> => {
    const trainer = network.trainer(rest) as Trainer;
    const { x, y } = data as { x: Rows; y: Rows };
    const course = traceLines(network as Mlp, trainer, { x, y, loss: rest.loss, optimizer: rest.optimizer, limit: 64 });
    const given = batch === undefined ? {} : { batch };
    await trainer.fit(x, y, {
      epochs,
      ...given,
      onEpoch: ({ epoch }) => {
        if (epoch % every === 0 || epoch === epochs) course.observe();
      },
    });
    return course.lines;
  };
  using network = "hidden" in config ? lab.rnn(config) : lab.mlp(config);
  return await follow(network);
}
