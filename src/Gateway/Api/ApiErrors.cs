using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;

namespace Relevo.Gateway.Api;

/// <summary>Gives every refusal that has no body yet one that says what to do: unknown paths, wrong methods.</summary>
public static class ApiErrors
{
    /// <summary>Adds it; belongs before routing.</summary>
    public static IApplicationBuilder UseJsonErrors(this IApplicationBuilder app) => app.UseStatusCodePages(WriteAsync);

    private static Task WriteAsync(StatusCodeContext refused)
    {
        var context = refused.HttpContext;
        var (error, message) = context.Response.StatusCode switch
        {
            404 => ("not_found", "There is nothing at this path."),
            405 => ("method_not_allowed", $"This path answers {context.Response.Headers.Allow}."),
            413 => ("too_large", "The body is too large."),
            var status => ("refused", $"The request was refused with status {status}."),
        };
        return ApiAnswer.ErrorAsync(context, context.Response.StatusCode, error, message);
    }
}
