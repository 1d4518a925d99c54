from kohakuengine import Config, Script

one = Script("train.py", config=Config({"steps": [], "learning_rate": 0.6}))
two = Script("other.py", config=Config({"learning_rate": 0.7}))
learning_rate = 0.8
