"""Clean raw measurements, scale them and split them into rows to train on and rows to test on."""
import csv
import random
from pathlib import Path

input_dir = "./data/raw"          # every *.csv in here: x1, x2, label
output_dir = "./data/processed"   # train.csv and test.csv go here
test_fraction = 0.25
seed = 0
n_toy = 400                       # rows of toy data, made where input_dir has none


def make_toy_data(folder):
    """Two clouds of points, and now and then a broken row, as measurements have them."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "toy.csv", "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        for i in range(n_toy):
            label = i % 2
            x1, x2 = rng.gauss(3 * label, 1), rng.gauss(5 - 2 * label, 2)
            out.writerow(["n/a" if i % 50 == 49 else round(x1, 4), round(x2, 4), label])


def read_rows(folder):
    rows, broken = [], 0
    for path in sorted(folder.glob("*.csv")):
        with open(path, newline="", encoding="utf-8") as f:
            for row in csv.reader(f):
                try:
                    rows.append([float(row[0]), float(row[1]), int(row[2])])
                except (IndexError, ValueError):
                    broken += 1
    return rows, broken


def scale(rows):
    """Give both columns mean 0 and standard deviation 1."""
    for k in (0, 1):
        mean = sum(row[k] for row in rows) / len(rows)
        std = (sum((row[k] - mean) ** 2 for row in rows) / len(rows)) ** 0.5
        for row in rows:
            row[k] = (row[k] - mean) / std


def write_rows(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows([f"{x1:.4f}", f"{x2:.4f}", label] for x1, x2, label in rows)


def main():
    folder = Path(input_dir)
    if not list(folder.glob("*.csv")):
        make_toy_data(folder)
    rows, broken = read_rows(folder)
    scale(rows)
    random.Random(seed).shuffle(rows)
    n_test = int(len(rows) * test_fraction)
    Path(output_dir).mkdir(parents=True, exist_ok=True)
    write_rows(Path(output_dir) / "test.csv", rows[:n_test])
    write_rows(Path(output_dir) / "train.csv", rows[n_test:])
    print(f"{len(rows) - n_test} rows to train on, {n_test} to test on, {broken} broken ones left out")
    return len(rows)


if __name__ == "__main__":
    main()
