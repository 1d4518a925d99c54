# The small one.
learning_rate = 3e-4
steps = "few"
batchsize = 4
