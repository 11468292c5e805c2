"""PyTorch nets, sick and healthy: (name, what must be found first or "healthy", net, x, y, loss, optimizer, steps)."""
import torch
from torch import nn

from common import CE, MSE, Recurrent, adam, images, mlp, moons, normal, sequences, sgd, tokens, waves


def conv_stack(depth, activation, channels=8, classes=4, init=None):
    layers = []
    for i in range(depth):
        conv = nn.Conv2d(1 if i == 0 else channels, channels, 3, padding=1)
        if init is not None:
            init(conv.weight)
            nn.init.zeros_(conv.bias)
        layers += [conv, activation()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(3), nn.Flatten(), nn.Linear(9 * channels, classes))


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.one, self.two = nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.first, self.second = nn.BatchNorm2d(channels), nn.BatchNorm2d(channels)

    def forward(self, x):
        return torch.relu(x + self.second(self.two(torch.relu(self.first(self.one(x))))))


class ResNet(nn.Module):
    def __init__(self, blocks=4, channels=8, classes=4):
        super().__init__()
        self.stem = nn.Conv2d(1, channels, 3, padding=1)
        self.blocks = nn.Sequential(*[Block(channels) for _ in range(blocks)])
        self.head = nn.Linear(channels, classes)

    def forward(self, x):
        return self.head(self.blocks(torch.relu(self.stem(x))).mean((2, 3)))


class PreNorm(nn.Module):
    def __init__(self, words=30, width=16, length=8, depth=2):
        super().__init__()
        self.words, self.places = nn.Embedding(words, width), nn.Embedding(length, width)
        layer = nn.TransformerEncoderLayer(width, 2, 32, dropout=0, batch_first=True, norm_first=True)
        self.body = nn.TransformerEncoder(layer, depth, enable_nested_tensor=False)
        self.head = nn.Linear(width, 2)

    def forward(self, x):
        return self.head(self.body(self.words(x) + self.places(torch.arange(x.shape[1])))[:, 0])


def nets():
    x, y = images()
    net = conv_stack(12, nn.Sigmoid)
    yield "cnn-sigmoid-12", "vanishing-backward", net, x, y, CE, sgd(net, 0.1), 120
    net = conv_stack(10, nn.ReLU, init=normal(0.02))
    yield "cnn-tiny-weights", "forward-collapse", net, x, y, CE, sgd(net, 0.05), 120
    net = ResNet()
    yield "resnet", "healthy", net, x, y, CE, sgd(net, 0.05, momentum=0.9), 160
    net = conv_stack(3, nn.ReLU)
    yield "cnn-rate-tiny", "rate-too-small", net, x, y, CE, sgd(net, 1e-6), 120
    net = conv_stack(4, nn.ReLU)
    for module in net:
        if isinstance(module, nn.Conv2d):
            nn.init.constant_(module.bias, -8.0)
    yield "cnn-dead", "dying", net, x, y, CE, sgd(net, 0.05), 120
    x, y = tokens()
    net = PreNorm()
    yield "transformer-pre-norm", "healthy", net, x, y, CE, adam(net, 3e-3), 160
    x, y = sequences(8)
    net = Recurrent(nn.GRU(1, 24, batch_first=True))
    yield "gru-lag-8", "healthy", net, x, y, CE, adam(net, 1e-2), 300
    x, y = sequences(150)
    net = Recurrent(nn.GRU(1, 24, batch_first=True))
    yield "gru-lag-150", "recurrent-lag", net, x, y, CE, adam(net, 3e-3), 60
    x, y = moons()
    net = mlp([2] + [32] * 8 + [2], nn.ReLU, norm=nn.BatchNorm1d)
    yield "batch-norm-8", "healthy", net, x, y, CE, sgd(net, 0.05), 160
    net = mlp([2, 32, 32, 2], nn.Tanh, lambda weight: nn.init.constant_(weight, 0.1))
    yield "constant-weights", "symmetric", net, x, (x[:, 0] * x[:, 1] > 0).long(), CE, sgd(net, 0.1), 120
    net = mlp([2, 32, 32, 32, 2], nn.Tanh, normal(8.0))
    yield "tanh-saturated", "saturation", net, x, y, CE, sgd(net, 0.001), 120
    net = mlp([2] + [64] * 10 + [2], nn.ReLU, normal(1.0))
    yield "relu-normal-10", "exploding-forward", net, x, y, CE, sgd(net, 0.05), 60
    x, y = waves()
    net = mlp([4, 32, 32, 1], nn.Tanh)
    yield "rate-huge", "rate-too-large", net, x, y, MSE, sgd(net, 20.0), 120
    net = mlp([4, 32, 32, 1], nn.Tanh)
    yield "inputs-thousand", "unscaled-inputs", net, 1000 * x + 3000, y, MSE, sgd(net, 0.05), 200
