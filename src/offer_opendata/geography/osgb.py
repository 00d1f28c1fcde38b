"""British National Grid to latitude and longitude, to a few metres.

Formulas and constants: Ordnance Survey, A guide to coordinate systems in Great
Britain (annexes B and C), with its published seven Helmert parameters. A postcode's
centre is not known better than that.
"""

from math import atan2, cos, hypot, radians, sin, sqrt, tan
from math import degrees as in_degrees

_AIRY = (6377563.396, 6356256.909)
_WGS84 = (6378137.0, 6356752.3141)
_SCALE, _LAT0, _LON0 = 0.9996012717, radians(49), radians(-2)
_EAST0, _NORTH0 = 400_000.0, -100_000.0
_SHIFT = (446.448, -125.157, 542.060)
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_GROWTH = -20.4894e-6


def latitude_longitude(easting: float, northing: float) -> tuple[float, float]:
    """Return the latitude and longitude in degrees (WGS 84) of a point of the National Grid."""
    latitude, longitude = _unprojected(easting, northing)
    return _geographic(_shifted(_cartesian(latitude, longitude)))


def _unprojected(easting: float, northing: float) -> tuple[float, float]:
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    latitude = _LAT0 + (northing - _NORTH0) / (a * _SCALE)
    while abs(left := northing - _NORTH0 - _meridian(latitude)) >= 1e-5:
        latitude += left / (a * _SCALE)
    s2 = sin(latitude) ** 2
    nu = a * _SCALE / sqrt(1 - e2 * s2)
    rho = a * _SCALE * (1 - e2) / (1 - e2 * s2) ** 1.5
    eta2, t, d = nu / rho - 1, tan(latitude), easting - _EAST0
    seventh = t / (2 * rho * nu)
    eighth = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    ninth = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    tenth = 1 / (cos(latitude) * nu)
    eleventh = 1 / (cos(latitude) * 6 * nu**3) * (nu / rho + 2 * t**2)
    twelfth = 1 / (cos(latitude) * 120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    last = 61 + 662 * t**2 + 1320 * t**4 + 720 * t**6
    last /= cos(latitude) * 5040 * nu**7
    return (
        latitude - seventh * d**2 + eighth * d**4 - ninth * d**6,
        _LON0 + tenth * d - eleventh * d**3 + twelfth * d**5 - last * d**7,
    )


def _meridian(latitude: float) -> float:
    a, b = _AIRY
    n = (a - b) / (a + b)
    less, more = latitude - _LAT0, latitude + _LAT0
    return (
        b
        * _SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(latitude) ** 2)
    return (
        nu * cos(latitude) * cos(longitude),
        nu * cos(latitude) * sin(longitude),
        (1 - e2) * nu * sin(latitude),
    )


def _shifted(point: tuple[float, float, float]) -> tuple[float, float, float]:
    x, y, z = point
    tx, ty, tz = _SHIFT
    rx, ry, rz = _TURN
    s = 1 + _GROWTH
    return (
        tx + s * x - rz * y + ry * z,
        ty + rz * x + s * y - rx * z,
        tz - ry * x + rx * y + s * z,
    )


def _geographic(point: tuple[float, float, float]) -> tuple[float, float]:
    a, b = _WGS84
    e2 = 1 - (b / a) ** 2
    x, y, z = point
    p = hypot(x, y)
    latitude = atan2(z, p * (1 - e2))
    for _ in range(6):
        nu = a / sqrt(1 - e2 * sin(latitude) ** 2)
        latitude = atan2(z + e2 * nu * sin(latitude), p)
    return in_degrees(latitude), in_degrees(atan2(y, x))
