from kohakuengine import Config, Script

one = Script("train.py", config=Config({"🦊": 0, "learning_rate": 0.1, "epochs": 1}))
