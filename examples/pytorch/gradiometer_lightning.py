# MIT License. Copyright (c) 2026 the Gradiometer authors. Copy this file and gradiometer_trace.py into your project.
"""Records a Lightning training as a trace: JSON lines that `npx gradiometer diagnose run.jsonl` reads.

    from gradiometer_lightning import Trace

    Trainer(callbacks=[Trace("run.jsonl", every=50)]).fit(module, data)

Precision plugins, accumulation and clipping by the trainer need nothing: the gradient is recorded before it is clipped, and without
the scale of a GradScaler. Of several optimizers the first to step is followed.
"""
import sys

from gradiometer_trace import Probe

# Lightning is published under two names, whose classes are no kin.
if "pytorch_lightning" in sys.modules and "lightning.pytorch" not in sys.modules:
    from pytorch_lightning.callbacks import Callback
else:
    from lightning.pytorch.callbacks import Callback


def _targets(batch):
    """The second of a pair; nothing of any other batch."""
    return batch[1] if isinstance(batch, (tuple, list)) and len(batch) > 1 else None


class Trace(Callback):
    """Writes a line to `path` every `every` optimizer steps, the first at once.

    targets: gives the targets of a batch, where they are not its second part. The others are of `Probe`.
    """

    def __init__(self, path, every=50, loss=None, reference=None, report=True, targets=_targets):
        self.settings = {"path": path, "every": every, "loss": loss, "reference": reference, "report": report}
        self.targets, self.probe, self.batch, self.loss, self.optimizer = targets, None, None, None, None

    def on_train_start(self, trainer, pl_module):
        if trainer.is_global_zero:
            self.probe = Probe(pl_module, **self.settings)

    def on_train_batch_start(self, trainer, pl_module, batch, batch_idx):
        self.batch = batch

    def on_before_backward(self, trainer, pl_module, loss):
        # As the module gave it: accumulation has divided it, and a scaler multiplied.
        scaler = self._scaler(trainer)
        scale = scaler.get_scale() if scaler is not None and scaler.is_enabled() else 1.0
        self.loss = loss * (trainer.accumulate_grad_batches / scale)

    def on_before_optimizer_step(self, trainer, pl_module, optimizer):
        if self.probe is None or self.loss is None:
            return
        self.optimizer = self.optimizer or optimizer
        if optimizer is self.optimizer:
            self.probe.step(self.loss, optimizer, y=self.targets(self.batch), scaler=self._scaler(trainer))

    @staticmethod
    def _scaler(trainer):
        return getattr(trainer.precision_plugin, "scaler", None)

    def _close(self):
        if self.probe is not None:
            self.probe.close()
        self.probe = self.batch = self.loss = self.optimizer = None

    def on_train_end(self, trainer, pl_module):
        self._close()

    def on_exception(self, trainer, pl_module, exception):
        self._close()
