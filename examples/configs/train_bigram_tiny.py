# A tiny model, to see quickly whether anything works at all: a second becomes a tenth of it.
out_dir = 'out-bigram-tiny'
eval_interval = 20
log_interval = 20
eval_iters = 50
warmup_iters = 5

dataset = 'digits'
start = '1'
batch_size = 16

learning_rate = 1.5 # small batches are noisy; min_lr follows
max_iters = 40 # lr_decay_iters follows
