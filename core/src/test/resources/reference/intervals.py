"""Writes intervals.csv: limits of every method by mpmath with 60 digits, each from its definition.

    python3 intervals.py > intervals.csv

Nothing here is shared with the Java classes: limits are found by bisection and the secant rule on the defining
equation; incomplete beta and gamma functions are sums of positive terms or, for large shapes, integrals of the density.
"""
from functools import lru_cache

from mpmath import mp, mpf, log, exp, sqrt, loggamma, quad, erfinv

mp.dps = 60
MEANS = [mpf(10) ** -d for d in range(6, 0, -1)] + [mpf(1) / 2]


@lru_cache(None)
def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def lu7():
    return [(mpf(1) / 7, mpf(1) / 2, (1 - m) / (2 * m)) for m in MEANS]


def informed(rate):
    return [(w / 2, a, b) for w, a, b in lu7()] + [(mpf(1) / 2, mpf(1), (1 - rate) / rate)]


def log_sum(terms):
    top = max(terms)
    return top + log(sum(exp(t - top) for t in terms))


def log_marginal(prior, k, m):
    return log_sum([log(w) + log_beta(a + k, b + m) - log_beta(a, b) for w, a, b in prior])


def log_likelihood(k, m, p):
    return (k * log(p) if k else mpf(0)) + (m * log(1 - p) if m else mpf(0))


def root(f, inside, outside):
    """Where f, negative at `inside` and positive at `outside`, is zero: the rule of the false position, halved."""
    a, b = mpf(inside), mpf(outside)
    fa, fb = f(a), f(b)
    while abs(b - a) > mpf(10) ** -30 * (1 + abs(b)):
        c = b - fb * (b - a) / (fb - fa)
        fc = f(c)
        if fc == 0 or abs(c - b) < mpf(10) ** -30 * (1 + abs(b)):
            return c
        if (fc < 0) != (fb < 0):
            a, fa = b, fb
        else:
            fa /= 2
        b, fb = c, fc
    return b


def odds(p):
    return log(p / (1 - p))


def rate(t):
    return 1 / (1 + exp(-t))


def limits(log_e, k, m, alpha):
    """The outermost rates at which log_e reaches log 1/alpha; it is below at k / (k + m)."""
    need = log(1 / mpf(alpha))
    f = lambda t: log_e(rate(t)) - need
    n = k + m
    inner_low = odds(k / n) if k and m else odds(1 - mpf(1) / (10**9 * n)) if k else None
    inner_high = odds(k / n) if k and m else odds(mpf(1) / (10**9 * n)) if m else None
    low, high = mpf(0), mpf(1)
    if k:
        step = mpf(1) / 8
        while f(inner_low - step) < 0:
            step *= 2
        low = rate(root(f, inner_low - step / 2 if step > mpf(1) / 8 else inner_low, inner_low - step))
    if m:
        step = mpf(1) / 8
        while f(inner_high + step) < 0:
            step *= 2
        high = rate(root(f, inner_high + step / 2 if step > mpf(1) / 8 else inner_high, inner_high + step))
    return low, high


def mixture(prior, k, m, alpha):
    total = log_marginal(prior, k, m)
    return limits(lambda p: total - log_likelihood(k, m, p), k, m, alpha)


def hybrid(shape, k, m, alpha):
    total = log_marginal(lu7(), k, m)

    def log_e(p):
        r = shape * max(p, 1 - p)
        a, b = r / (1 - p), r / p
        centred = log_beta(a + k, b + m) - log_beta(a, b)
        return log_sum([log(mpf(1) / 2) + total, log(mpf(1) / 2) + centred]) - log_likelihood(k, m, p)

    return limits(log_e, k, m, alpha)


def beta_below(p, a, b):
    """I_p(a, b)."""
    mean = a / (a + b)
    spread = sqrt(mean * (1 - mean) / (a + b))
    if min(a, b) > 200 and abs(p - mean) > 60 * spread:
        return mpf(0) if p < mean else mpf(1)
    if min(a, b) > 200:
        constant = log_beta(a, b)
        density = lambda x: exp((a - 1) * log(x) + (b - 1) * log(1 - x) - constant)
        far = p - 40 * spread if p < mean else p + 40 * spread
        far = min(max(far, mpf(0)), mpf(1))
        points = [p + (far - p) * j / 10 for j in range(11)]
        if far in (0, 1):
            points[-1] = far + (mpf(10) ** -50 if far == 0 else -mpf(10) ** -50)
        area = quad(density, points, method='gauss-legendre')
        return -area if p < mean else 1 - area
    if a > 10**5 and 1 - p < mpf(1) / 10 or p > mean and (p > 0.1 or (a + b) * p > 1e5):
        return 1 - beta_below(1 - p, b, a)
    factor = exp(a * log(p) + b * log(1 - p) - log(a) - log_beta(a, b))
    term, total, i = mpf(1), mpf(1), 0
    while term > total * mpf(10) ** -62:
        term *= (a + b + i) * p / (a + 1 + i)
        total += term
        i += 1
    return factor * total


def one_sided(prior, k, m, alpha, upper):
    def log_e(p):
        posterior, before = [], mpf(0)
        for w, a, b in prior:
            part, first = beta_below(p, a + k, b + m), beta_below(p, a, b)
            if not upper:
                part, first = 1 - part, 1 - first
            # What is lost to rounding is 1e-60 of the component with the longest tail.
            posterior.append(log(w) + log_beta(a + k, b + m) - log_beta(a, b) + log(max(part, mpf(10) ** -60)))
            before += w * first
        return log_sum(posterior) - log(before) - log_likelihood(k, m, p)

    need = log(1 / mpf(alpha))
    low, high = mixture(prior, k, m, alpha)
    n = mpf(k + m)
    f = lambda t: log_e(rate(t)) - need
    if upper:
        if m == 0:
            return mpf(0), mpf(1)
        inside = odds(k / n) if k else odds(1 - mpf(alpha) ** (1 / n)) - mpf(1) / 100
        return mpf(0), rate(root(f, inside, odds(high)))
    if k == 0:
        return mpf(0), mpf(1)
    inside = odds(k / n) if m else odds(mpf(alpha) ** (1 / n)) + mpf(1) / 100
    return rate(root(f, inside, odds(low))), mpf(1)


def gamma_poisson(k, exposure, alpha):
    half = mpf(1) / 2
    total = log_sum([
        -log(mpf(7)) + loggamma(half + k) - loggamma(half) + half * log(half / m) - (half + k) * log(half / m + exposure)
        for m in MEANS])
    need = log(1 / mpf(alpha))
    f = lambda u: total - k * u + exp(u) * exposure - need
    centre = log(mpf(k) / exposure) if k else log(mpf(1) / (10**9 * exposure))
    step = mpf(1) / 8
    while f(centre + step) < 0:
        step *= 2
    high = exp(root(f, centre + (step / 2 if step > mpf(1) / 8 else 0), centre + step))
    if not k:
        return mpf(0), high
    step = mpf(1) / 8
    while f(centre - step) < 0:
        step *= 2
    return exp(root(f, centre - (step / 2 if step > mpf(1) / 8 else 0), centre - step)), high


def beta_quantile(lower, a, b):
    """The point with probability `lower` below it; found in log odds."""
    centre = odds(a / (a + b))
    spread = sqrt((a + b) / (a * b))

    def g(t):
        below = beta_below(rate(t), a, b)
        return log(below) - log(lower) if lower < mpf(1) / 2 else log(1 - lower) - log(1 - below)
    inside, step = centre, spread
    if lower < mpf(1) / 2:
        while g(centre - step) > 0:
            step *= 2
        return rate(root(g, centre - step, centre))
    while g(centre + step) < 0:
        step *= 2
    return rate(root(g, centre, centre + step))


def clopper_pearson(k, m, alpha):
    alpha = mpf(alpha)
    n = k + m
    low = mpf(0) if k == 0 else (alpha / 2) ** (mpf(1) / n) if m == 0 else beta_quantile(alpha / 2, mpf(k), mpf(m + 1))
    high = mpf(1) if m == 0 else 1 - (alpha / 2) ** (mpf(1) / n) if k == 0 else beta_quantile(1 - alpha / 2, mpf(k + 1), mpf(m))
    return low, high


def jeffreys(k, m, alpha):
    alpha, half = mpf(alpha), mpf(1) / 2
    return (mpf(0) if k == 0 else beta_quantile(alpha / 2, k + half, m + half),
            mpf(1) if m == 0 else beta_quantile(1 - alpha / 2, k + half, m + half))


def wilson(k, m, alpha):
    n, z = mpf(k + m), sqrt(mpf(2)) * erfinv(1 - mpf(alpha))
    p = k / n
    centre, half = (p + z**2 / (2 * n)) / (1 + z**2 / n), z / (1 + z**2 / n) * sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (mpf(0) if k == 0 else centre - half), (mpf(1) if m == 0 else centre + half)


def gamma_below(x, a):
    """P(a, x)."""
    if a > 200:
        constant = loggamma(a)
        density = lambda y: exp((a - 1) * log(y) - y - constant)
        far = x - 40 * sqrt(a) if x < a else x + 40 * sqrt(a)
        far = max(far, mpf(10) ** -50)
        area = quad(density, [x + (far - x) * j / 10 for j in range(11)], method='gauss-legendre')
        return -area if x < a else 1 - area
    term, total, i = mpf(1), mpf(1), 1
    while term > total * mpf(10) ** -62:
        term *= x / (a + i)
        total += term
        i += 1
    return exp(a * log(x) - x - loggamma(a + 1)) * total


def garwood(k, alpha):
    alpha = mpf(alpha)

    def solve(a, lower):
        def g(u):
            below = gamma_below(exp(u), a)
            return log(below) - log(lower) if lower < mpf(1) / 2 else log(1 - lower) - log(1 - below)
        centre, step = log(a), 1 / sqrt(a)
        sign = -1 if lower < mpf(1) / 2 else 1
        while g(centre + sign * step) * sign < 0:
            step *= 2
        ends = (centre - step, centre) if sign < 0 else (centre, centre + step)
        return exp(root(g, *ends))

    return (mpf(0) if k == 0 else solve(mpf(k), alpha / 2)), solve(mpf(k + 1), 1 - alpha / 2)


def without_replacement(k, n, population, alpha):
    total = log_marginal(lu7(), k, n - k)
    fall = lambda top, count: loggamma(mpf(top + 1)) - loggamma(mpf(top - count + 1))
    need = log(1 / mpf(alpha))
    kept = lambda hits: (total - fall(hits, k) - fall(population - hits, n - k) + fall(population, n)) < need
    middle = min(max(k, round(mpf(k) / n * population)), population - (n - k))

    def end(outside, inside):
        if kept(outside):
            return outside
        while abs(inside - outside) > 1:
            centre = (inside + outside) // 2
            if kept(centre):
                inside = centre
            else:
                outside = centre
        return inside

    return (mpf(end(k, middle)) / population, mpf(end(population - (n - k), middle)) / population)


def asymptotic(k, n, tuned, alpha):
    alpha = mpf(alpha)
    rho2 = (-2 * log(alpha) + log(-2 * log(alpha) + 1)) / tuned
    p = mpf(k) / n
    half = sqrt(p * (1 - p)) * sqrt(2 * (n * rho2 + 1) / (n**2 * rho2) * log(sqrt(n * rho2 + 1) / alpha))
    return max(mpf(0), p - half), min(mpf(1), p + half)


COUNTS = [(0, 1), (1, 1), (0, 1000), (1, 1000), (3, 1000), (300, 1000), (999, 1000), (1000, 1000), (10, 100000),
          (150, 1000000), (300, 700000), (0, 10**9), (1, 10**9), (3, 10**9), (10, 10**9), (1000, 10**9), (10**6, 10**9),
          (3 * 10**8, 10**9), (10**9 - 3, 10**9)]
ALPHAS = ["0.05", "1e-6"]
EXPOSURES = [(0, "1"), (1, "0.5"), (3, "2500.5"), (0, "1e9"), (1, "1e9"), (1, "1e12"), (10, "1e9"), (1000, "1e9"),
             (10**6, "1e9"), (3 * 10**8, "1e9"), (5, "2"), (20, "1e-3")]
LOGS = [(0, 10, 20), (4, 200, 311), (10, 100000, 200000), (0, 10**6, 10**9), (1, 10**6, 10**9), (1000, 10**7, 10**9),
        (30000, 10**8, 10**9), (10, 5 * 10**8, 10**9), (15 * 10**7, 5 * 10**8, 10**9), (300, 999999000, 10**9)]


def row(method, hits, size, parameter, alpha, found):
    print(",".join([method, str(hits), str(size), str(parameter), alpha] + [mp.nstr(x, 17) for x in found]), flush=True)


def main():
    print("method,hits,size,parameter,alpha,low,high")
    for alpha in ALPHAS:
        for k, n in COUNTS:
            m = n - k
            row("lu7", k, n, "", alpha, mixture(lu7(), k, m, alpha))
            row("informed", k, n, "1e-4", alpha, mixture(informed(mpf(10) ** -4), k, m, alpha))
            row("informed", k, n, "1e-12", alpha, mixture(informed(mpf(10) ** -12), k, m, alpha))
            row("hybrid", k, n, 1, alpha, hybrid(mpf(1), k, m, alpha))
            row("one-sided-upper", k, n, "", alpha, one_sided(lu7(), k, m, alpha, True))
            row("one-sided-lower", k, n, "", alpha, one_sided(lu7(), k, m, alpha, False))
            row("clopper-pearson", k, n, "", alpha, clopper_pearson(k, m, alpha))
            row("jeffreys", k, n, "", alpha, jeffreys(k, m, alpha))
            row("wilson", k, n, "", alpha, wilson(k, m, alpha))
            if k >= 30 and m >= 30:
                row("asymptotic", k, n, 5000, alpha, asymptotic(k, n, 5000, alpha))
        for k, exposure in EXPOSURES:
            row("gamma-poisson", k, exposure, "", alpha, gamma_poisson(k, mpf(exposure), alpha))
            low, high = garwood(k, alpha)
            row("garwood", k, exposure, "", alpha, (low / mpf(exposure), high / mpf(exposure)))
        for k, n, population in LOGS:
            row("without-replacement", k, n, population, alpha, without_replacement(k, n, population, alpha))


main()
