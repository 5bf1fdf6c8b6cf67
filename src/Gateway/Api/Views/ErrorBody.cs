using System.Text.Json.Serialization;

namespace Relevo.Gateway.Api.Views;

/// <summary>Body of every refusal.</summary>
/// <param name="Error">A word for programs.</param>
/// <param name="Message">A sentence for people that says what to do.</param>
/// <param name="Details">What is wrong with the request, field by field.</param>
internal sealed record ErrorBody(
    string Error,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ErrorDetail>? Details = null);
