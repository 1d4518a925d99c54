# kogine: script = ../scripts/train_with_checkpoint.py
from pathlib import Path
from kohakuengine.config import Config

epochs = 4


def find_latest_checkpoint():
    """Find latest checkpoint file."""
    ckpts = sorted(Path('./checkpoints').glob('epoch_*.pt'))
    return ckpts[-1] if ckpts else None


def config_gen():
    """One run per epoch; each begins where the one before it left off."""
    latest = find_latest_checkpoint()
    first = int(latest.stem.removeprefix('epoch_')) + 1 if latest else 0
    for epoch in range(first, first + epochs):
        ckpt_path = find_latest_checkpoint()
        yield Config(
            globals_dict={
                'checkpoint_path': str(ckpt_path) if ckpt_path else None,
                'current_epoch': epoch,
                'max_epochs': epoch + 1  # Train one epoch at a time
            }
        )
