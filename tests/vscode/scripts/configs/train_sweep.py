from kohakuengine import Config


def config_gen():
    for rate in (1e-3, 1e-4):
        yield Config(globals_dict={"learning_rate": rate, "steps": 20}, kwargs={"device": "cuda"})
