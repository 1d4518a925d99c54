"""Trains: "learning_rate" is said here and stays."""
from dataclasses import dataclass

learning_rate = 1e-3  # 🐢 learning_rate
if learning_rate > 1:
    learning_rate = 1.0
steps = [learning_rate * step for step in range(3)]


@dataclass
class State:
    rate: float = learning_rate

    def scaled(self):
        self.learning_rate = self.rate * learning_rate
        return self.learning_rate


def shadowed(learning_rate):
    return learning_rate + 1


def local():
    learning_rate = 2
    return learning_rate


def changed():
    global learning_rate
    learning_rate = learning_rate / 2


def default(rate=learning_rate, *, factor=lambda learning_rate: learning_rate):
    return rate, factor(learning_rate=2)


def main():
    fox = "🦊"; print(fox, learning_rate, f"{learning_rate:.2f} learning_rate", State(rate=learning_rate), dict(learning_rate=learning_rate))
    print(shadowed(learning_rate=learning_rate), [learning_rate for learning_rate in (1, 2)])
    changed()


if __name__ == "__main__":
    main()
