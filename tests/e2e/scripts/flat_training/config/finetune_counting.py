import time

out_dir = 'out-counting'
eval_interval = 5
eval_iters = 2
wandb_log = False # feel free to turn on
wandb_project = 'counting'
wandb_run_name = 'ft-' + str(int(time.time() * 0))

dataset = 'counting'
init_from = 'resume' # this is the model that train_counting.py left

# only save checkpoints if the validation loss improves
always_save_checkpoint = False

# the number of examples per iter:
# 1 batch_size * 4 grad_accum * 12 tokens = 48 tokens/iter
batch_size = 1
block_size = 12
gradient_accumulation_steps = 4
max_iters = 45

# finetune at constant LR
learning_rate = 3e-2
decay_lr = False
