"""Trains: "learning_rate" is said here and stays."""
from dataclasses import dataclass

lr = 1e-3  # 🐢 learning_rate
if lr > 1:
    lr = 1.0
steps = [lr * step for step in range(3)]


@dataclass
class State:
    rate: float = lr

    def scaled(self):
        self.learning_rate = self.rate * lr
        return self.learning_rate


def shadowed(learning_rate):
    return learning_rate + 1


def local():
    learning_rate = 2
    return learning_rate


def changed():
    global lr
    lr = lr / 2


def default(rate=lr, *, factor=lambda learning_rate: learning_rate):
    return rate, factor(learning_rate=2)


def main():
    fox = "🦊"; print(fox, lr, f"{lr:.2f} learning_rate", State(rate=lr), dict(learning_rate=lr))
    print(shadowed(learning_rate=lr), [learning_rate for learning_rate in (1, 2)])
    changed()


if __name__ == "__main__":
    main()
