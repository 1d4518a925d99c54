from kohakuengine import ConfigLoader, Script, Sequential

# Each config is made when the run before it is done, so it finds that run's checkpoint
train = Script(
    'examples/scripts/train_with_checkpoint.py',
    config=ConfigLoader.load_config('examples/configs/resume_config.py')
)

workflow = Sequential([train])
losses = workflow.run()

print(f"Loss after {len(losses)} more epochs: {losses[-1]:.4f}")
