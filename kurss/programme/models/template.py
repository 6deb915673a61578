"""The kind of programme: ordered stages and what each owes. Data, so that the next kind needs no code."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kurss.programme.models.said import both_languages


class Template(models.Model):
    key = models.SlugField(max_length=80, primary_key=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    # Keys of rules of the lint that do not hold for programmes of this kind, such as one that asks for a vision.
    rules_left_out = ArrayField(models.SlugField(max_length=60), default=list, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="template_titled_in_both_languages"
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class TemplateStage(models.Model):
    """A stage that every programme of the template goes through."""

    # Part of the template; programmes hold on to it, so a template in use cannot go.
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="stages")
    key = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        ordering = ("template", "order")
        constraints = (
            models.UniqueConstraint(fields=("template", "key"), name="template_stage_key_once"),
            models.UniqueConstraint(fields=("template", "order"), name="template_stages_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="template_stage_titled_in_both_languages"
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class TemplateArtefact(models.Model):
    """Something a stage owes before it is complete: a roadmap, a charter, a list of lessons."""

    # Part of the template stage.
    stage = models.ForeignKey(TemplateStage, on_delete=models.CASCADE, related_name="artefacts")
    key = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        ordering = ("stage", "order")
        constraints = (
            models.UniqueConstraint(fields=("stage", "key"), name="template_artefact_key_once"),
            models.UniqueConstraint(fields=("stage", "order"), name="template_artefacts_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("title", "title_en"),
                name="template_artefact_titled_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return self.title_en
