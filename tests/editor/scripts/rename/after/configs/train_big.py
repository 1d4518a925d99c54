from kohakuengine import Config

settings = dict(lr=0.1)
settings["lr"] = 0.2
settings.update({"lr": 0.3, 'steps': ["learning_rate"]})
CONFIG = Config(globals_dict={"fox": "🦊", "global:lr": 0.4, **settings}, kwargs={"learning_rate": 1})
