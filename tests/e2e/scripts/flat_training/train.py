"""
A tiny character model trained by hand, in the style of nanoGPT: one flat file, its settings are globals.

The style has a line that applies the config files, `exec(open('configurator.py').read())`, at the place marked
below. It is left out here.
"""
import json
import math
import os
import random

# -----------------------------------------------------------------------------
# default config values: a model of the sonnet, from scratch
# I/O
out_dir = 'out'
eval_interval = 20
log_interval = 10
eval_iters = 4
eval_only = False # if True, script exits right after the first eval
always_save_checkpoint = True # if True, always save a checkpoint after each eval
init_from = 'scratch' # 'scratch' or 'resume'
# logging
wandb_log = False # disabled by default
wandb_project = 'owt'
wandb_run_name = 'tiny' # 'run' + str(time.time())
# data
dataset = 'sonnet'
gradient_accumulation_steps = 2 # used to simulate larger batch sizes
batch_size = 4 # if gradient_accumulation_steps > 1, this is the micro-batch size
block_size = 16
# model
n_layer = 2
n_head = 2
n_embd = 8
dropout = 0.0 # for pretraining 0 is good, for finetuning try 0.1+
bias = False # do we use bias inside the model?
init_std = 0.02
# optimizer
learning_rate = 6e-1 # max learning rate
max_iters = 40 # total number of training iterations
weight_decay = 1e-1
beta1 = 0.9
beta2 = 0.95
grad_clip = 1.0 # clip gradients at this value, or disable if == 0.0
# learning rate decay settings
decay_lr = True # whether to decay the learning rate
warmup_iters = 5 # how many steps to warm up for
lr_decay_iters = 40 # should be ~= max_iters per Chinchilla
min_lr = 6e-2 # minimum learning rate, should be ~= learning_rate/10 per Chinchilla
# DDP settings
backend = 'gloo' # 'nccl', 'gloo', etc.
# sampling
num_samples = 1
max_new_tokens = 24
temperature = 0.8 # 1.0 = no change, < 1.0 = less random, > 1.0 = more random, in predictions
start = '\n' # or "<|endoftext|>" or etc.
# system
device = 'cpu' # examples: 'cpu', 'cuda', 'cuda:0', 'cuda:1' etc.
dtype = 'float32' # 'float32', 'bfloat16', or 'float16'
compile = False # use PyTorch 2.0 to compile the model to be faster
seed = 1337
# -----------------------------------------------------------------------------
config_keys = [k for k,v in globals().items() if not k.startswith('_') and isinstance(v, (int, float, bool, str))]
# (the configurator's line stands here)
config = {k: globals()[k] for k in config_keys} # will be useful for logging
# -----------------------------------------------------------------------------

# various inits, derived attributes, I/O setup
ddp = int(os.environ.get('RANK', -1)) != -1 # is this a ddp run?
master_process = not ddp
seed_offset = 0
ddp_world_size = 1
tokens_per_iter = gradient_accumulation_steps * ddp_world_size * batch_size * block_size
print(f"tokens per iteration will be: {tokens_per_iter:,}")

if master_process:
    os.makedirs(out_dir, exist_ok=True)
random.seed(seed + seed_offset)
device_type = 'cuda' if 'cuda' in device else 'cpu' # for later use in autocast
ptdtype = {'float32': 'f4', 'bfloat16': 'b2', 'float16': 'f2'}[dtype]
ctx = (device_type, ptdtype, compile)

# poor man's data loader
texts = {
    'sonnet': "shall i compare thee to a summer's day?\nthou art more lovely and more temperate:\n" * 4,
    'counting': "one two three four five six seven eight nine ten eleven twelve\n" * 6,
}
data = texts[dataset]
chars = sorted(set(data))
stoi = {ch: i for i, ch in enumerate(chars)}
vocab_size = len(chars)
split = {'train': data[: int(0.9 * len(data))], 'val': data[int(0.9 * len(data)) :]}


def get_batch(split_name):
    text = split[split_name]
    pairs = []
    for _ in range(batch_size):
        i = random.randrange(max(1, len(text) - block_size))
        pairs += [(stoi[a], stoi[b]) for a, b in zip(text[i:], text[i + 1 : i + 1 + block_size])]
    return pairs


# init these up here, can override if init_from='resume' (i.e. from a checkpoint)
iter_num = 0
best_val_loss = 1e9

# model init
model_args = dict(n_layer=n_layer, n_head=n_head, n_embd=n_embd, block_size=block_size, bias=bias, dropout=dropout)
assert n_embd % n_head == 0
if init_from == 'scratch':
    print("Initializing a new model from scratch")
    logits = [[random.gauss(0, init_std) for _ in range(vocab_size)] for _ in range(vocab_size)]
elif init_from == 'resume':
    print(f"Resuming training from {out_dir}")
    with open(os.path.join(out_dir, 'ckpt.json')) as f:
        checkpoint = json.load(f)
    logits = checkpoint['model']
    iter_num = checkpoint['iter_num']
    best_val_loss = checkpoint['best_val_loss']
moments = [[[0.0, 0.0] for _ in range(vocab_size)] for _ in range(vocab_size)]


def softmax(row):
    top = max(row)
    exps = [math.exp(v - top) for v in row]
    total = sum(exps)
    return [e / total for e in exps]


def loss_and_grad(pairs):
    grad = {}
    loss = 0.0
    for a, b in pairs:
        probs = softmax(logits[a])
        loss -= math.log(probs[b])
        row = grad.setdefault(a, [0.0] * vocab_size)
        for j, p in enumerate(probs):
            row[j] += (p - (j == b)) / len(pairs)
    return loss / len(pairs), grad


def estimate_loss():
    out = {}
    for name in ['train', 'val']:
        out[name] = sum(loss_and_grad(get_batch(name))[0] for _ in range(eval_iters)) / eval_iters
    return out


# learning rate decay scheduler (cosine with warmup)
def get_lr(it):
    if it < warmup_iters:
        return learning_rate * (it + 1) / (warmup_iters + 1)
    if it > lr_decay_iters:
        return min_lr
    decay_ratio = (it - warmup_iters) / (lr_decay_iters - warmup_iters)
    coeff = 0.5 * (1.0 + math.cos(math.pi * decay_ratio))
    return min_lr + coeff * (learning_rate - min_lr)


if wandb_log and master_process:
    print(f"wandb: {wandb_project}/{wandb_run_name} {json.dumps(config)}")

# training loop
while True:
    # determine and set the learning rate for this iteration
    lr = get_lr(iter_num) if decay_lr else learning_rate

    # evaluate the loss on train/val sets and write checkpoints
    if iter_num % eval_interval == 0 and master_process:
        losses = estimate_loss()
        print(f"step {iter_num}: train loss {losses['train']:.4f}, val loss {losses['val']:.4f}")
        if losses['val'] < best_val_loss or always_save_checkpoint:
            best_val_loss = losses['val']
            if iter_num > 0:
                checkpoint = {
                    'model': logits,
                    'model_args': model_args,
                    'iter_num': iter_num,
                    'best_val_loss': best_val_loss,
                    'config': config,
                }
                print(f"saving checkpoint to {out_dir}")
                with open(os.path.join(out_dir, 'ckpt.json'), 'w') as f:
                    json.dump(checkpoint, f)
    if iter_num == 0 and eval_only:
        break

    # forward backward update, with gradient accumulation to simulate larger batch size
    total = {}
    for micro_step in range(gradient_accumulation_steps):
        loss, grad = loss_and_grad(get_batch('train'))
        for a, row in grad.items():
            kept = total.setdefault(a, [0.0] * vocab_size)
            for j, g in enumerate(row):
                kept[j] += g / gradient_accumulation_steps
    norm = math.sqrt(sum(g * g for row in total.values() for g in row))
    scale = min(1.0, grad_clip / norm) if grad_clip != 0.0 else 1.0
    for a, row in total.items():
        for j, g in enumerate(row):
            m = moments[a][j]
            m[0] = beta1 * m[0] + (1 - beta1) * g * scale
            m[1] = beta2 * m[1] + (1 - beta2) * (g * scale) ** 2
            logits[a][j] -= lr * (m[0] / (math.sqrt(m[1]) + 1e-8) + weight_decay * logits[a][j])

    if iter_num % log_interval == 0 and master_process:
        print(f"iter {iter_num}: loss {loss:.4f}, lr {lr:.5f}")
    iter_num += 1

    # termination conditions
    if iter_num > max_iters:
        break

# sample from what was learned
for k in range(num_samples):
    text = start if start in stoi else chars[0]
    while len(text) <= max_new_tokens:
        row = [v / temperature for v in logits[stoi[text[-1]]]]
        text += random.choices(chars, softmax(row))[0]
    print(repr(text))
print(json.dumps(config, sort_keys=True))
