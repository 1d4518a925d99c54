"""One config for the three scripts of a pipeline: each takes the names that it has."""
from kohakuengine.config import Config


def config_gen():
    return Config(
        globals_dict={
            # preprocess.py
            'input_dir': './data/raw',
            'output_dir': './data/processed',
            'test_fraction': 0.2,
            # train_simple.py
            'learning_rate': 0.1,
            'epochs': 5,
            # train_simple.py and evaluate.py
            'data_dir': './data/processed',
            # evaluate.py
            'model_path': './checkpoints/best.pt',
            # preprocess.py and train_simple.py
            'seed': 7
        },
        metadata={'pipeline': 'demo'}
    )
