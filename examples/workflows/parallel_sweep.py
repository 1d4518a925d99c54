from kohakuengine import ConfigLoader, Parallel, Script

# One script, nine configs
train = Script(
    'examples/scripts/train_simple.py',
    config=ConfigLoader.load_config('examples/configs/sweep_config.py')
)

if __name__ == "__main__":
    workflow = Parallel([train], max_workers=4)
    losses = workflow.run()

    print(f"Best loss of {len(losses)} runs: {min(losses):.4f}")
