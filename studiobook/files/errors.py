"""Why an uploaded picture is refused, and what a storage may answer."""

from studiobook.errors import DomainError, NotFound


class PictureRefused(DomainError):
    """The upload cannot become a picture on the site."""

    message = "That file cannot be used as a picture."


class NotAPicture(PictureRefused):
    """The content is not JPEG, PNG, WebP or HEIC, whatever its name says."""

    message = "That file is not a photo. Please choose a JPEG, PNG, WebP or HEIC picture."


class PictureTooHeavy(PictureRefused):
    """More bytes than an upload may have."""

    message = "That picture is larger than 10 MB. Please choose a smaller file."


class PictureTooLarge(PictureRefused):
    """More pixels than will be decoded; also what a decompression bomb gets."""

    message = "That picture has more than 40 megapixels. Please make it smaller and try again."


class PictureTooSmall(PictureRefused):
    """Too few pixels to look good even on a card."""

    message = "That picture is too small. Please choose one that is at least 200 pixels each way."


class PictureTooNarrow(PictureRefused):
    """An aspect ratio that no page could show."""

    message = "That picture is too long and thin. Please choose one closer to a normal photo."


class PictureMoves(PictureRefused):
    """More than one frame."""

    message = "Moving pictures cannot be used. Please choose a still photo."


class PictureDamaged(PictureRefused):
    """It starts as a picture but cannot be read to its end."""

    message = "That picture is damaged or incomplete. Please choose the original file."


class PictureTooHard(PictureRefused):
    """It took more time or memory than one picture may have."""

    message = "That picture takes too long to work on. Please save it as a plain JPEG first."


class PictureLost(PictureRefused):
    """Its bytes are gone, or could not be worked on however often it was tried."""

    message = "We could not work on that picture. Please send it again."


class ObjectMissing(NotFound):
    """Nothing is stored under the key."""

    message = "That file is no longer here."
