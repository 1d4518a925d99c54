# kogine: script = ../scripts/train_simple.py
import json
from pathlib import Path
from kohakuengine.config import ConfigLoader

def config_gen():
    """Load from external JSON and convert to Config."""
    # User manages their own parsing
    with open(Path(__file__).with_name('external_values.json'), encoding='utf-8') as f:
        data = json.load(f)

    return ConfigLoader.load_from_dict(data)
