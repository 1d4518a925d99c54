from kohakuengine.config import Config

def config_gen():
    return Config(
        globals_dict={
            'name': 'KohakuEngine',
            'greeting': 'Welcome to'
        },
        kwargs={'excited': True}
    )
