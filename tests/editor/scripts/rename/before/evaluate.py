import train
import train as t
from train import learning_rate as rate, steps
from other import learning_rate

print("🦊", train.learning_rate, t.learning_rate, rate, steps, learning_rate, train.State.learning_rate)
