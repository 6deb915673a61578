"""What can be taught: an educational programme, whatever its present text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    PROGRAMMING = "programming", _("Programming")
    ROBOTICS = "robotics", _("Robotics")
    DESIGN_3D = "3d_design", _("3D design")
    DIGITAL_MEDIA = "digital_media", _("Digital media")
    ELECTRONICS = "electronics", _("Electronics")
    GAME_DESIGN = "game_design", _("Game design")
    OFFICE_SKILLS = "office_skills", _("Office skills")
    E_SERVICES = "e_services", _("E-services")
    SAFETY_ONLINE = "safety_online", _("Safety online")
    TEACHING_WITH_TECHNOLOGY = "teaching_with_technology", _("Teaching with technology")


class Curriculum(models.Model):
    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    topic = models.CharField(max_length=30, choices=Topic.choices)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="curriculum_topic_is_a_word"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(title_en=""), name="curriculum_has_a_title_in_both_languages"
            ),
        )

    def __str__(self) -> str:
        return self.title
