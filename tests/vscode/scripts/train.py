"""Train a small model."""

import os
import time
from typing import Literal

# --- data ---
dataset = "shakespeare"  # a name, or a folder
batch_size = 12

# --- optimizer ---
learning_rate = 1e-3  # peak learning rate
schedule: Literal["cosine", "linear"] = "cosine"
steps = 1000
warmup = steps // 10


def main(device: str = "cpu") -> None:
    while os.path.exists("pause"):
        time.sleep(0.05)
    with open("trained.txt", "a", encoding="utf-8") as log:
        log.write(f"{dataset} {batch_size} {learning_rate} {schedule} {steps} {warmup} {device}\n")


if __name__ == "__main__":
    main()
