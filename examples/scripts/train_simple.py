"""Train a logistic regression on two features."""
import csv
import math
import pickle
import random
from pathlib import Path

learning_rate = 0.05
batch_size = 32
epochs = 3
data_dir = "./data/processed"     # made by preprocess.py; without it toy data is used
checkpoint_dir = "./checkpoints"
experiment_name = "best"
seed = 0


def load_rows():
    path = Path(data_dir) / "train.csv"
    if path.exists():
        with open(path, newline="", encoding="utf-8") as f:
            return [(float(x1), float(x2), int(label)) for x1, x2, label in csv.reader(f)]
    rng = random.Random(0)
    return [(rng.gauss(2 * label - 1, 1), rng.gauss(1 - 2 * label, 1), label) for label in [0, 1] * 150]


def predict(w, x1, x2):
    return 1 / (1 + math.exp(-(w[0] + w[1] * x1 + w[2] * x2)))


def mean_loss(w, rows):
    return -sum(math.log(predict(w, x1, x2) if label else 1 - predict(w, x1, x2)) for x1, x2, label in rows) / len(rows)


def main():
    rows = load_rows()
    rng = random.Random(seed)
    w = [0.0, 0.0, 0.0]
    for epoch in range(epochs):
        rng.shuffle(rows)
        for start in range(0, len(rows), batch_size):
            batch = rows[start:start + batch_size]
            for x1, x2, label in batch:
                error = predict(w, x1, x2) - label
                for k, x in enumerate((1, x1, x2)):
                    w[k] -= learning_rate * error * x / len(batch)
    loss = mean_loss(w, rows)
    Path(checkpoint_dir).mkdir(parents=True, exist_ok=True)
    with open(Path(checkpoint_dir) / f"{experiment_name}.pt", "wb") as f:
        pickle.dump({"w": w, "loss": loss}, f)
    print(f"{experiment_name}: loss {loss:.4f} after {epochs} epochs (learning rate {learning_rate}, batch size {batch_size})")
    return loss


if __name__ == "__main__":
    main()
