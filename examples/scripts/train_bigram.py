"""
Trains a character-level language model, one number per pair of characters.

Flat, with all of its settings as globals on top: nothing to import, nothing to decorate. Run it as it is,
or put other values in their place:

$ kogine run examples/scripts/train_bigram.py --set batch_size=64
$ kogine run examples/scripts/train_bigram.py --config examples/configs/train_bigram_tiny.py
"""
import math
import os
import pickle
import random
import time

# -----------------------------------------------------------------------------
# default config values
# I/O
out_dir = 'out-bigram'
eval_interval = 100
log_interval = 50
eval_iters = 200 # characters the loss is measured on
eval_only = False # if True, the script exits right after the first eval
always_save_checkpoint = False # if True, always save a checkpoint after each eval
save_checkpoint = True
init_from = 'scratch' # 'scratch' or 'resume'
log_time = False # print how long the training took
# data
dataset = 'tang' # name of a built-in text, or path of a text file
split = 0.9 # part of the text that is trained on
batch_size = 32
lowercase = True
# model
init_std = 0.0 # spread of the initial weights
# optimizer
learning_rate = 2.0 # max learning rate
max_iters = 300 # total number of training iterations
weight_decay = 1e-4
grad_clip = 1.0 # clip gradients at this value, or disable if == 0.0
# learning rate decay settings
decay_lr = True # whether to decay the learning rate
warmup_iters = 20 # how many steps to warm up for
lr_decay_iters = max_iters # should be ~= max_iters
min_lr = learning_rate / 10 # minimum learning rate, should be ~= learning_rate/10
# sampling
num_samples = 1
max_new_chars = 60
temperature = 0.7
start = 't'
# system
seed = 1337
# -----------------------------------------------------------------------------
config_keys = [k for k, v in globals().items() if not k.startswith('_') and isinstance(v, (int, float, bool, str))]
config = {k: globals()[k] for k in config_keys} # will be useful for logging
# -----------------------------------------------------------------------------

texts = {
    'tang': """The moon shines bright before my bed, like frost upon the ground instead. I lift my head to see the moon,
    I lower it and think of home. The mountain birds have flown away, a single cloud drifts through the day. We never tire,
    the hill and I, of looking at each other's eye. """ * 3,
    'digits': "".join(f"{i} plus {i} is {2 * i}. " for i in range(60)),
}
if dataset in texts:
    text = texts[dataset]
else:
    with open(dataset, encoding='utf-8') as f:
        text = f.read()
text = ' '.join(text.split())
if lowercase:
    text = text.lower()

rng = random.Random(seed)
chars = sorted(set(text))
vocab_size = len(chars)
stoi = {ch: i for i, ch in enumerate(chars)}
data = [stoi[ch] for ch in text]
n = int(split * len(data))
train_data, val_data = data[:n], data[n:]

os.makedirs(out_dir, exist_ok=True)
ckpt_path = os.path.join(out_dir, 'ckpt.pt')

# model init
iter_num = 0
best_val_loss = 1e9
if init_from == 'scratch':
    logits = [[rng.gauss(0, init_std) for _ in chars] for _ in chars]
elif init_from == 'resume':
    with open(ckpt_path, 'rb') as f:
        checkpoint = pickle.load(f)
    logits, iter_num, best_val_loss = checkpoint['logits'], checkpoint['iter_num'], checkpoint['best_val_loss']

def softmax(row):
    top = max(row)
    exps = [math.exp(x - top) for x in row]
    total = sum(exps)
    return [x / total for x in exps]

def estimate_loss():
    out = {}
    for name, part in (('train', train_data), ('val', val_data)):
        pairs = list(zip(part, part[1:]))[:eval_iters]
        out[name] = -sum(math.log(softmax(logits[a])[b]) for a, b in pairs) / len(pairs)
    return out

# learning rate decay scheduler (cosine with warmup)
def get_lr(it):
    if it < warmup_iters:
        return learning_rate * (it + 1) / (warmup_iters + 1)
    if it > lr_decay_iters:
        return min_lr
    decay_ratio = (it - warmup_iters) / (lr_decay_iters - warmup_iters)
    return min_lr + 0.5 * (1.0 + math.cos(math.pi * decay_ratio)) * (learning_rate - min_lr)

def generate():
    ch = stoi[start]
    out = [start]
    for _ in range(max_new_chars):
        ch = rng.choices(range(vocab_size), softmax([x / temperature for x in logits[ch]]))[0]
        out.append(chars[ch])
    return ''.join(out)

# training loop
print(f"{dataset}: {len(data)} characters, vocab size {vocab_size}, {vocab_size ** 2} parameters")
t0 = time.time()
while True:
    lr = get_lr(iter_num) if decay_lr else learning_rate

    if iter_num % eval_interval == 0:
        losses = estimate_loss()
        print(f"step {iter_num}: train loss {losses['train']:.4f}, val loss {losses['val']:.4f}")
        if losses['val'] < best_val_loss or always_save_checkpoint:
            best_val_loss = losses['val']
            if iter_num > 0 and save_checkpoint:
                with open(ckpt_path, 'wb') as f:
                    pickle.dump({'logits': logits, 'iter_num': iter_num, 'best_val_loss': best_val_loss, 'config': config}, f)
    if iter_num == 0 and eval_only:
        break

    loss = 0.0
    grads = {}
    for _ in range(batch_size):
        i = rng.randrange(len(train_data) - 1)
        a, b = train_data[i], train_data[i + 1]
        probs = softmax(logits[a])
        loss -= math.log(probs[b]) / batch_size
        row = grads.setdefault(a, [0.0] * vocab_size)
        for k, p in enumerate(probs):
            row[k] += (p - (k == b)) / batch_size
    if grad_clip != 0.0:
        norm = math.sqrt(sum(g * g for row in grads.values() for g in row))
        if norm > grad_clip:
            grads = {a: [g * grad_clip / norm for g in row] for a, row in grads.items()}
    for a, row in grads.items():
        logits[a] = [w - lr * (g * vocab_size + weight_decay * w) for w, g in zip(logits[a], row)]
    if iter_num % log_interval == 0:
        print(f"iter {iter_num}: loss {loss:.4f}, lr {lr:.3f}")
    iter_num += 1
    if iter_num > max_iters:
        break

if log_time:
    print(f"{time.time() - t0:.1f} s")
for _ in range(num_samples):
    print(generate())
