from kohakuengine import Script, Config, Sequential

# Define scripts with configs
preprocess = Script(
    'examples/scripts/preprocess.py',
    config=Config(globals_dict={'input_dir': './data/raw'})
)

train = Script(
    'examples/scripts/train_simple.py',
    config=Config(globals_dict={'data_dir': './data/processed'})
)

evaluate = Script(
    'examples/scripts/evaluate.py',
    config=Config(globals_dict={'model_path': './checkpoints/best.pt'})
)

# Create and run workflow
workflow = Sequential([preprocess, train, evaluate])
results = workflow.run()

print(f"Workflow completed with {len(results)} steps")
