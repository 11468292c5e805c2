"""Seven nets of the field: as in nets.py."""
import torch
from torch import nn

from common import CE, MSE, adam, mlp, moons, sgd


class Last(nn.Module):
    def __init__(self, cell, inputs=16, outputs=1):
        super().__init__()
        self.cell, self.readout = cell, nn.Linear(inputs, outputs)

    def forward(self, x):
        return self.readout(self.cell(x)[0][:, -1])


class Conv(nn.Module):
    """Functional activations on purpose."""

    def __init__(self):
        super().__init__()
        self.c1, self.b1, self.c2 = nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.Conv2d(8, 16, 3, padding=1)
        self.f = nn.Linear(16 * 16, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.b1(self.c1(x))), 2)
        return self.f(nn.functional.max_pool2d(torch.relu(self.c2(x)), 2).flatten(1))


def nets():
    x, y = moons()
    net = mlp([2] + [16] * 20 + [2], nn.Sigmoid)
    yield "deep-sigmoid", "vanishing-backward", net, x, y, CE, sgd(net, 0.1), 200
    net = mlp([2] + [32] * 30 + [2], nn.ReLU, nn.init.xavier_uniform_)
    yield "relu-glorot-30", "forward-collapse", net, x, y, CE, sgd(net, 0.05), 200
    net = mlp([2, 64, 64, 64, 2], nn.ReLU, nn.init.kaiming_normal_)
    for module in net:
        if isinstance(module, nn.Linear) and module.out_features == 64:
            nn.init.constant_(module.bias, -4.0)
    yield "dying-relu", "dying", net, x, y, CE, sgd(net, 0.1), 200
    x = torch.randn(256, 30, 1)
    net = Last(nn.RNN(1, 16, batch_first=True, nonlinearity="relu"))
    nn.init.orthogonal_(net.cell.weight_hh_l0, 2.0)
    yield "rnn-exploding", "exploding-forward", net, x, x[:, 0], MSE, sgd(net, 0.05), 60
    x = torch.randn(256, 200, 1)
    net = Last(nn.LSTM(1, 16, batch_first=True))
    yield "lstm-lag-200", "recurrent-lag", net, x, x[:, 0], MSE, adam(net, 0.005), 60
    y = torch.randint(0, 10, (256,))
    x = 0.5 * torch.randn(256, 1, 16, 16) + torch.randn(10, 1, 16, 16)[y]
    net = Conv()
    yield "conv", "healthy", net, x, y, CE, sgd(net, 0.05, momentum=0.9), 200
    x = torch.randint(0, 50, (256, 10))
    encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 32, batch_first=True, dropout=0), 2)
    net = nn.Sequential(nn.Embedding(50, 16), encoder, nn.Flatten(), nn.Linear(160, 2))
    yield "transformer", "healthy", net, x, (x[:, 0] > 25).long(), CE, adam(net, 0.003), 100
