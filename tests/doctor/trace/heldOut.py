"""PyTorch nets that were written before any rule, and looked at after all of them: as in nets.py."""
import torch
from torch import nn

from common import CE, MSE, Recurrent, adam, images, mlp, moons, normal, sequences, sgd, tokens


class Residual(nn.Module):
    """x + f(x), forty times, without a norm and with weights that are too large for it."""

    def __init__(self, depth=40, width=32):
        super().__init__()
        self.stem, self.head = nn.Linear(2, width), nn.Linear(width, 2)
        self.body = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))
        for linear in self.body:
            nn.init.kaiming_normal_(linear.weight)

    def forward(self, x):
        x = self.stem(x)
        for linear in self.body:
            x = x + torch.relu(linear(x))
        return self.head(x)


class PostNorm(nn.Module):
    def __init__(self, words=30, width=16, length=8, depth=3):
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.body = nn.TransformerEncoder(nn.TransformerEncoderLayer(width, 4, 32, dropout=0.1, batch_first=True), depth)
        self.head = nn.Linear(width * length, 2)

    def forward(self, x):
        return self.head(self.body(self.words(x)).flatten(1))


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(8 * 36, 16))
        self.up = nn.Sequential(nn.Linear(16, 8 * 36), nn.ReLU(inplace=True), nn.Unflatten(1, (8, 6, 6)),
                                nn.ConvTranspose2d(8, 1, 4, stride=2, padding=1))

    def forward(self, x):
        return self.up(self.down(x))


def nets():
    x, y = moons()
    net = mlp([2] + [32] * 30 + [2], nn.Tanh, normal(0.5 / 32**0.5))
    yield "tanh-30-small", "forward-collapse", net, x, y, CE, sgd(net, 0.05), 160
    net = Residual()
    yield "residual-40-growing", "exploding-forward", net, x, y, CE, sgd(net, 0.05), 60
    x, y = tokens()
    net = PostNorm()
    yield "transformer-post-norm", "healthy", net, x, y, CE, adam(net, 2e-3), 200
    x, y = sequences(10)
    net = Recurrent(nn.LSTM(1, 24, batch_first=True))
    yield "lstm-lag-10", "healthy", net, x, y, CE, adam(net, 1e-2), 400
    x, y = sequences(60)
    net = Recurrent(nn.RNN(1, 24, batch_first=True))
    nn.init.orthogonal_(net.cell.weight_hh_l0, 0.7)
    yield "rnn-shrinking-60", "recurrent-lag", net, x, y, CE, sgd(net, 0.1), 100
    x, _ = images(noise=0.3)
    net = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(800, 1))
    yield "cnn-prices", "unscaled-targets", net, x, 40000 * x.mean((1, 2, 3))[:, None] + 250000, MSE, sgd(net, 0.01), 60
    net = Autoencoder()
    yield "conv-autoencoder", "healthy", net, x, x, MSE, adam(net, 5e-3), 300
