from kohakuengine import Config

settings = dict(learning_rate=0.1)
settings["learning_rate"] = 0.2
settings.update({"learning_rate": 0.3, 'steps': ["learning_rate"]})
CONFIG = Config(globals_dict={"fox": "🦊", "global:learning_rate": 0.4, **settings}, kwargs={"learning_rate": 1})
