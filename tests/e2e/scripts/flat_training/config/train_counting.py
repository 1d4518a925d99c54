# train a miniature character-level model on counting
# good for debugging and playing on macbooks and such

out_dir = 'out-counting'
eval_interval = 15 # keep frequent because we'll overfit
eval_iters = 3
log_interval = 5 # don't print too too often

# we expect to overfit on this small dataset, so only save when val improves
always_save_checkpoint = False

wandb_log = True # override via command line if you like
wandb_project = 'counting-char'
wandb_run_name = 'mini-gpt'

dataset = 'counting'
gradient_accumulation_steps = 1
batch_size = 8
block_size = 12 # context of up to 12 previous characters

# baby GPT model :)
n_layer = 6
n_head = 4
n_embd = 16
dropout = 0.2

learning_rate = 5e-1 # with baby networks can afford to go a bit higher
max_iters = 30
lr_decay_iters = 30 # make equal to max_iters usually
min_lr = learning_rate / 10 # learning_rate / 10 usually
beta2 = 0.99 # make a bit bigger because number of tokens per iter is small

warmup_iters = 10 # not super necessary potentially
device = 'cpu'
compile = False
