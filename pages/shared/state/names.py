"""What the choices of a config are called on the pages."""

NAMES = {
    "softmax": "Softmax",
    "sigmoid": "Ten sigmoids",
    "sgd": "Plain SGD",
    "momentum": "Heavy ball",
    "nesterov": "Nesterov",
    "adam": "Adam",
    "constant": "Constant",
    "linear": "Linear to zero",
    "zeros": "Zeros",
    "normal": "Small normal",
}
