"""Reference values for gradiometer/theory from mpmath with 40 digits: python3 theory.py > theory.json"""

import json

from mpmath import erfc, exp, expm1, inf, log, mp, mpf, pi, quad, sqrt, tanh

mp.dps = 40
LAMBDA, ALPHA = mpf("1.0507009873554805"), mpf("1.6732632423543772")
sigma = lambda u: 1 / (1 + exp(-u))
Phi = lambda u: erfc(-u / sqrt(mpf(2))) / 2
density = lambda u: exp(-u * u / 2) / sqrt(2 * pi)
leaky = lambda a: (lambda u: u if u > 0 else a * u, lambda u: mpf(1) if u > 0 else a)
elu = lambda s, a: (lambda u: s * (u if u > 0 else a * expm1(u)), lambda u: s * (mpf(1) if u > 0 else a * exp(u)))

ACTIVATIONS = {
    "linear": (lambda u: u, lambda u: mpf(1)),
    "sigmoid": (sigma, lambda u: sigma(u) * sigma(-u)),
    "tanh": (tanh, lambda u: 4 * sigma(2 * u) * sigma(-2 * u)),
    "relu": leaky(mpf(0)),
    "leaky-relu": leaky(mpf(0.01)),
    "elu": elu(mpf(1), mpf(1)),
    "selu": elu(LAMBDA, ALPHA),
    "gelu": (lambda u: u * Phi(u), lambda u: Phi(u) + u * density(u)),
    "silu": (lambda u: u * sigma(u), lambda u: sigma(u) * (1 + u * sigma(-u))),
    "softplus": (lambda u: max(u, 0) + log(1 + exp(-abs(u))), sigma),
    "softsign": (lambda u: u / (1 + abs(u)), lambda u: 1 / (1 + abs(u)) ** 2),
}
POINTS = [-30, -10, -5, -2, -0.75, -0.7, -0.5, -1e-3, -1e-9, 1e-9, 1e-3, 0.3, 0.7, 1, 2.5, 5, 10, 20, 40]
VARIANCES = [1e-4, 0.57, 1, 45.6, 1e4]


def average(f, q):
    root = sqrt(mpf(q))
    g = lambda z: (f(root * z) + f(-root * z)) * density(z)
    bends = [x / root for x in (mpf("0.25"), 1, 4, 16, 64, 256) if x / root < 12]
    return quad(g, sorted([mpf(0), mpf(1), mpf(3), mpf(6), mpf(20)] + bends))


def moments(name, q):
    value, slope = ACTIVATIONS[name]
    return [
        average(value, q),
        average(lambda u: value(u) ** 2, q),
        average(lambda u: value(u) ** 4, q),
        average(lambda u: slope(u) ** 2, q),
        average(lambda u: slope(u) ** 4, q),
    ]


digits = lambda x: float(mp.nstr(x, 17))
print(
    json.dumps(
        {
            "about": "mpmath, 40 digits, theory.py; points: [u, φ, φ′]; moments: [q, E φ, E φ², E φ⁴, E φ′², E φ′⁴]",
            "activations": {
                name: {
                    "points": [[u, digits(value(mpf(u))), digits(slope(mpf(u)))] for u in POINTS],
                    "moments": [[q, *map(digits, moments(name, q))] for q in VARIANCES],
                }
                for name, (value, slope) in ACTIVATIONS.items()
            },
        },
        indent=1,
    )
)
