from typing import Literal

import optim

learning_rate = 1e-3  # how fast 🐢
optimizer: Literal["adam", "sgd"] = "adam"
epochs = 10
print("🦊", learning_rate); batch_size = 64


def main(epochs: int = 3, verbose: bool = False) -> None:
    print(learning_rate, optimizer, batch_size, epochs, verbose)


if __name__ == "__main__":
    main()
