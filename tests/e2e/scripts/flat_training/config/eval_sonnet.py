# evaluate the fresh model
# n_layer=2, n_head=2, n_embd=8
batch_size = 2
eval_iters = 6 # use more iterations to get good estimate
eval_only = True
wandb_log = False
init_from = 'scratch'
num_samples = 0
