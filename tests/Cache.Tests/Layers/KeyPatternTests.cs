using Relevo.Cache.Layers;

namespace Relevo.Cache.Tests.Layers;

public sealed class KeyPatternTests
{
    [Theory]
    [InlineData("v1:contact:*", "v1:contact:42", true)]
    [InlineData("v1:contact:*", "v1:contact:", true)]
    [InlineData("v1:contact:*", "v1:contacts:42", false)]
    [InlineData("v1:contact:*", "V1:contact:42", false)]
    [InlineData("v1:*:42", "v1:contact:42", true)]
    [InlineData("v1:*:42", "v1:contact:421", false)]
    [InlineData("v1:*:42", "v1:42", false)]
    [InlineData("*:window:*", "v1:window:main:+34", true)]
    [InlineData("*:window:*", "v1:windows:main", false)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-c-b", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("ab*ba", "abba", true)]
    [InlineData("*", "", true)]
    [InlineData("a**", "ab", true)]
    [InlineData("a?[b].c", "a?[b].c", true)]
    [InlineData("a?c", "abc", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    public void IsMatch_OfAPatternAndAKey_MeansWhatItSays(string pattern, string key, bool expected) =>
        Assert.Equal(expected, new KeyPattern(pattern).IsMatch(key));
}
