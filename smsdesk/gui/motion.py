"""How long movements last; nothing moves where the person asked for calm."""

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation

FOLD_MS = 150


class _State:
    reduced: bool = False


def reduce_motion(reduced: bool) -> None:
    """Follow the setting (or the system's): True makes every movement immediate."""
    _State.reduced = reduced


def reduced() -> bool:
    """Whether nothing should move by itself."""
    return _State.reduced


def glide(parent: QObject, duration_ms: int = FOLD_MS) -> QVariantAnimation:
    """An ease-out animation from 0 to 1, owned by `parent`."""
    animation = QVariantAnimation(parent)
    animation.setDuration(0 if _State.reduced else duration_ms)
    animation.setStartValue(0.0)
    animation.setEndValue(1.0)
    animation.setEasingCurve(QEasingCurve.Type.OutCubic)
    return animation


def stop(animation: QVariantAnimation | None) -> None:
    """Stop an animation that may be under way."""
    if animation is not None and animation.state() == QAbstractAnimation.State.Running:
        animation.stop()
