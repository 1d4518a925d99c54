# Continue the tiny model with a low, constant learning rate.
from kohakuengine.config import use_config

use_config('train_bigram_tiny.py') # everything from there that is not set again here

init_from = 'resume'
max_iters = 60
learning_rate = 0.5
decay_lr = False
always_save_checkpoint = True
num_samples = 2
