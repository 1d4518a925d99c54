import train
import train as t
from train import lr as rate, steps
from other import learning_rate

print("🦊", train.lr, t.lr, rate, steps, learning_rate, train.State.learning_rate)
