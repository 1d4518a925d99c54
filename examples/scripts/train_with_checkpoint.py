"""Train for some epochs, one checkpoint after each; begin anew, or where a checkpoint left off."""
import pickle
import random
from pathlib import Path

checkpoint_path = None            # continue from this file; None begins anew
current_epoch = 0                 # first epoch to train
max_epochs = 1                    # stop before this one
checkpoint_dir = "./checkpoints"
learning_rate = 0.2
seed = 0


def load_state():
    if checkpoint_path is None:
        return {"w": 0.0, "b": 0.0}
    with open(checkpoint_path, "rb") as f:
        return pickle.load(f)


def train_epoch(state, epoch):
    """One pass over noisy points of the line y = 2x + 1, new ones in every epoch."""
    rng = random.Random(1000 * seed + epoch)
    total = 0.0
    for _ in range(50):
        x = rng.uniform(-1, 1)
        error = state["w"] * x + state["b"] - (2 * x + 1 + rng.gauss(0, 0.1))
        state["w"] -= learning_rate * error * x
        state["b"] -= learning_rate * error
        total += error**2
    return total / 50


def main():
    state = load_state()
    loss = None
    for epoch in range(current_epoch, max_epochs):
        loss = train_epoch(state, epoch)
        Path(checkpoint_dir).mkdir(parents=True, exist_ok=True)
        with open(Path(checkpoint_dir) / f"epoch_{epoch:03d}.pt", "wb") as f:
            pickle.dump(state, f)
        start = Path(checkpoint_path).name if checkpoint_path else "scratch"
        print(f"epoch {epoch} from {start}: loss {loss:.4f}, w {state['w']:.3f}, b {state['b']:.3f}")
    return loss


if __name__ == "__main__":
    main()
