"""Fit a straight line by gradient descent, with options as argparse gives them."""
import argparse
import random

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--lr", type=float, default=0.1, help="learning rate")
parser.add_argument("--steps", type=int, default=200)
parser.add_argument("--optimizer", choices=["sgd", "momentum"], default="sgd")
parser.add_argument("--momentum", type=float, default=0.9)
parser.add_argument("--truth", type=float, nargs=2, default=[2.0, 1.0], metavar=("SLOPE", "OFFSET"))
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--verbose", action="store_true")
args = parser.parse_args()

rng = random.Random(args.seed)
slope = offset = 0.0
slope_speed = offset_speed = 0.0
keep = args.momentum if args.optimizer == "momentum" else 0.0

for step in range(args.steps):
    x = rng.uniform(-1, 1)
    error = slope * x + offset - (args.truth[0] * x + args.truth[1])
    slope_speed = keep * slope_speed - args.lr * error * x
    offset_speed = keep * offset_speed - args.lr * error
    slope += slope_speed
    offset += offset_speed
    if args.verbose and step % 50 == 0:
        print(f"step {step}: error {error:+.4f}")

print(f"{args.optimizer}, lr {args.lr}: y = {slope:.3f} x + {offset:.3f} after {args.steps} steps")
