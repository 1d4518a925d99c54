"""Measure a trained model on the rows that were kept for testing."""
import csv
import pickle
import sys
from pathlib import Path

model_path = "./checkpoints/best.pt"
data_dir = "./data/processed"
threshold = 0.0                   # a row counts as label 1 where w.x is above it


def main():
    if not Path(model_path).exists():
        sys.exit(f"{model_path}: no such model, run train_simple.py first")
    with open(model_path, "rb") as f:
        w = pickle.load(f)["w"]
    with open(Path(data_dir) / "test.csv", newline="", encoding="utf-8") as f:
        rows = [(float(x1), float(x2), int(label)) for x1, x2, label in csv.reader(f)]
    hits = sum((w[0] + w[1] * x1 + w[2] * x2 > threshold) == bool(label) for x1, x2, label in rows)
    accuracy = hits / len(rows)
    print(f"accuracy {accuracy:.3f} on {len(rows)} rows ({Path(model_path).name})")
    return accuracy


if __name__ == "__main__":
    main()
