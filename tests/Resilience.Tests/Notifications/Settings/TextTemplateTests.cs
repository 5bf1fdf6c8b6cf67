using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Tests.Notifications.Settings;

public sealed class TextTemplateTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("{a}{b}", "<a><b>")]
    [InlineData("""{"x":"{a}","y":{"z":{b}}}""", """{"x":"<a>","y":{"z":<b>}}""")]
    [InlineData("{ a } {} {1} {a", "{ a } {} {1} {a")]
    public void Render_AnyText_FillsInVariablesAndLeavesOtherBraces(string template, string expected) =>
        Assert.Equal(expected, TextTemplate.Parse(template).Render(name => $"<{name}>"));

    [Fact]
    public void Render_OfAValueThatLooksLikeAVariable_IsNotFilledInAgain() =>
        Assert.Equal("{b}", TextTemplate.Parse("{a}").Render(_ => "{b}"));

    [Fact]
    public void Render_FromManyThreadsAtOnce_IsTheSameForAll()
    {
        for (var round = 0; round < 200; round++)
        {
            var template = TextTemplate.Parse(string.Concat(Enumerable.Repeat("{a} ", 20)));
            var texts = Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(_ => template.Render(name => name)).ToList();
            Assert.Single(texts.Distinct());
        }
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a😀bc", 3, "a…")]
    public void To_LongText_CutsNoCharacterInTwo(string text, int length, string expected) => Assert.Equal(expected, Cut.To(text, length));
}
